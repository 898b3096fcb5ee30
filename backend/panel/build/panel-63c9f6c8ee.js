import{m148_useLoaded as o}from"./panel-5de4be0494.js";export{o as a};
