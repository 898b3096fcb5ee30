import{m148_useLoaded as o}from"./panel-af4383e020.js";export{o as a};
