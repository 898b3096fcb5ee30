import{m156_useLoaded as o}from"./panel-36c49e5a76.js";export{o as a};
