import{m155_useLoaded as o}from"./panel-75e4ef2749.js";export{o as a};
