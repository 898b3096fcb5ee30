import{m141_useLoaded as o}from"./panel-68b6c695ac.js";export{o as a};
