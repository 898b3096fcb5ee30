import{m151_useLoaded as o}from"./panel-3dc6d8689a.js";export{o as a};
