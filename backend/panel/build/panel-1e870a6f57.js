import{m156_useLoaded as o}from"./panel-2516739aea.js";export{o as a};
