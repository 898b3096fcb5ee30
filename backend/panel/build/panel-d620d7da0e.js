import{m141_useLoaded as o}from"./panel-bc45bd96a5.js";export{o as a};
