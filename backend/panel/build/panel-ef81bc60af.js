import{m156_useLoaded as o}from"./panel-93ebbe23a5.js";export{o as a};
