import{m156_useLoaded as o}from"./panel-4b3f2c8c5a.js";export{o as a};
